/** Orders that are paid for: {@link PaidOrder}. */
export const PAID = 'orders-paid';
/** Orders whose payment was put off: {@link DueOrder}. */
export const DUE = 'payments-due';

export interface PaidOrder {
  readonly orderId: string;
  readonly customer: string;
  readonly totalCents: number;
}

export interface DueOrder {
  readonly orderId: string;
}
