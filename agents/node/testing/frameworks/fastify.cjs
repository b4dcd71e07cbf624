const fastify = require('fastify');
const { serve } = require('./serve-fastify.cjs');
const { shop } = require('./tools.cjs');

serve(fastify, shop);
