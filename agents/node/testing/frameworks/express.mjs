import express from 'express';
import { serve } from './serve-express.cjs';
import { shop } from './tools.mjs';

serve(express, shop);
