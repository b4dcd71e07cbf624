// The same service as ES module.
import { correlationId } from '@nunchi/agent/api';
import Fastify from 'fastify';
import pino from 'pino';
import { Counter, Histogram } from 'prom-client';
import shared from './shared.cjs';

shared.run({ Fastify, pino, Counter, Histogram, correlationId });
