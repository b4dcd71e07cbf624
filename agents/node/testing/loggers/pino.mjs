import pino from 'pino';
import { ofPino, serve } from './serve.cjs';

serve(ofPino(pino));
