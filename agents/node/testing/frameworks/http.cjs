const http = require('node:http');
const { serve } = require('./serve-http.cjs');
const { shop } = require('./tools.cjs');

serve(http, shop);
