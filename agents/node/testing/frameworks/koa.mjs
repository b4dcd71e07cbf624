import Koa from 'koa';
import { serve } from './serve-koa.cjs';
import { shop } from './tools.mjs';

serve(Koa, shop);
