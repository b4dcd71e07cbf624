import bunyan from 'bunyan';
import { ofBunyan, serve } from './serve.cjs';

serve(ofBunyan(bunyan));
