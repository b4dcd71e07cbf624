import { expect, it } from 'vitest';
import { writeMail } from './mail.ts';
import { isPutOff, send } from './smtp.ts';

const mails = (customer: string) =>
  Array.from({ length: 1_000 }, (_, index) =>
    writeMail({ orderId: `order-${index}`, customer, totalCents: 100 }),
  );

it('puts off some mails of one customer, and none of the others', () => {
  const putOff = mails('haru').filter(isPutOff).length;
  expect(putOff).toBeGreaterThan(20);
  expect(putOff).toBeLessThan(120);
  expect(mails('mina').some(isPutOff)).toBe(false);
});

it('put off → taken when it comes again', async () => {
  const mail = mails('haru').find(isPutOff)!;
  await expect(send(mail, 1)).rejects.toThrow('451 4.7.1 <haru@');
  await expect(send(mail, 2)).resolves.toBeUndefined();
});
