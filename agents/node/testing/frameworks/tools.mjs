import http from 'node:http';
import { correlationId } from '@nunchi/agent/api';
import pino from 'pino';
import { request } from 'undici';
import { createShop } from './shop.cjs';

export const shop = createShop({ http, pino, request, correlationId });
