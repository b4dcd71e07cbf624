import { createHash } from 'node:crypto';
import { type Latency, takeTime } from '../common/latency.ts';

export interface Shipment {
  readonly carrier: string;
  readonly trackingNumber: string;
}

/** How long a carrier takes to accept a parcel. */
const LATENCY: Latency = { medianMs: 70, sigma: 0.5, mostMs: 800 };
const CARRIERS = ['Northwind Parcels', 'Bluebird Post', 'Ferry & Sons'] as const;

/** The same order has the same parcel: one that is booked twice is recognised by its number. */
export function shipmentOf(orderId: string): Shipment {
  const hash = createHash('sha256').update(`parcel:${orderId}`).digest();
  const carrier = CARRIERS[hash.readUInt8(0) % CARRIERS.length] as string;
  return { carrier, trackingNumber: `NT${hash.readUInt32BE(1).toString().padStart(10, '0')}` };
}

export async function book(orderId: string): Promise<Shipment> {
  await takeTime(LATENCY);
  return shipmentOf(orderId);
}
