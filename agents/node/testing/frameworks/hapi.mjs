import hapi from '@hapi/hapi';
import { serve } from './serve-hapi.cjs';
import { shop } from './tools.mjs';

serve(hapi, shop);
