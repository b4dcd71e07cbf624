const { createServer } = require('node:http');
const { Pool } = require('pg');
const { serve } = require('./database.cjs');

serve({ createServer, Pool });
