const express = require('express');
const { serve } = require('./serve-express.cjs');
const { shop } = require('./tools.cjs');

serve(express, shop);
