const { ofConsole, serve } = require('./serve.cjs');

serve(ofConsole());
