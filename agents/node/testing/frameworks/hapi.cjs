const hapi = require('@hapi/hapi');
const { serve } = require('./serve-hapi.cjs');
const { shop } = require('./tools.cjs');

serve(hapi, shop);
