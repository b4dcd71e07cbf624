import winston from 'winston';
import { ofWinston, serve } from './serve.cjs';

serve(ofWinston(winston));
