const http = require('node:http');
const { correlationId } = require('@nunchi/agent/api');
const pino = require('pino');
const { request } = require('undici');
const { createShop } = require('./shop.cjs');

exports.shop = createShop({ http, pino, request, correlationId });
