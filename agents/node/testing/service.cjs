// A CommonJS service: Fastify with its own logger, a call to itself, metrics of prom-client.
const Fastify = require('fastify');
const pino = require('pino');
const { Counter, Histogram } = require('prom-client');
const { correlationId } = require('@nunchi/agent/api');
const { run } = require('./shared.cjs');

run({ Fastify, pino, Counter, Histogram, correlationId });
