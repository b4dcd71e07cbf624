import { ofConsole, serve } from './serve.cjs';

serve(ofConsole());
