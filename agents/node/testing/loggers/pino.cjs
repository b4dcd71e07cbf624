const pino = require('pino');
const { ofPino, serve } = require('./serve.cjs');

serve(ofPino(pino));
