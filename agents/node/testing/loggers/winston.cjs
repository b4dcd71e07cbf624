const winston = require('winston');
const { ofWinston, serve } = require('./serve.cjs');

serve(ofWinston(winston));
