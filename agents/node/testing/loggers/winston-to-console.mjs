// Winston that prints with `console.log`: what it says must not be taken in twice.
import winston from 'winston';
import { ofWinston, serve } from './serve.cjs';

serve(ofWinston(winston, { forceConsole: true }));
