const bunyan = require('bunyan');
const { ofBunyan, serve } = require('./serve.cjs');

serve(ofBunyan(bunyan));
