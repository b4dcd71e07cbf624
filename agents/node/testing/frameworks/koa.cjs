const Koa = require('koa');
const { serve } = require('./serve-koa.cjs');
const { shop } = require('./tools.cjs');

serve(Koa, shop);
