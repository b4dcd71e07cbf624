import fastify from 'fastify';
import { serve } from './serve-fastify.cjs';
import { shop } from './tools.mjs';

serve(fastify, shop);
