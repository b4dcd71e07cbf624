import http from 'node:http';
import { serve } from './serve-http.cjs';
import { shop } from './tools.mjs';

serve(http, shop);
