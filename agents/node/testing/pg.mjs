import { createServer } from 'node:http';
import pg from 'pg';
import { serve } from './database.cjs';

serve({ createServer, Pool: pg.Pool });
