import { expect, it } from 'vitest';
import { writeMail } from './mail.ts';

const order = { orderId: '0b7e3f1c-1', customer: 'mina', totalCents: 1_450 };

it('tells the customer what was paid', () => {
  expect(writeMail(order)).toMatchObject({
    to: 'mina@shop.example',
    subject: 'Your order 0b7e3f1c',
    text: expect.stringContaining('14.50 euros'),
  });
});

it('has the same id for the same order, and another for another', () => {
  expect(writeMail(order).messageId).toBe(writeMail({ ...order }).messageId);
  expect(writeMail({ ...order, orderId: 'x' }).messageId).not.toBe(writeMail(order).messageId);
});
