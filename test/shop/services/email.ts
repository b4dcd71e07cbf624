// Writes to customers: takes paid orders off the queue. Its own HTTP, for making it misbehave, is
// bare node:http.
import { Counter } from 'prom-client';
import { createOperations, errorOf } from '../common/operations.ts';
import { plainServer } from '../common/plain-http.ts';
import { run, serviceOf } from '../common/run.ts';
import { writeMail } from '../email/mail.ts';
import { send } from '../email/smtp.ts';
import { subscribe } from '../queue/poll.ts';
import { openQueue } from '../queue/queue.ts';
import { PAID, type PaidOrder } from '../queue/topics.ts';
import { queueFile } from '../settings.ts';

const mails = new Counter({ name: 'mails_sent_total', help: 'Mails about paid orders' });

await run('email', async (log) => {
  const operations = createOperations(log, () =>
    errorOf('SMTPError', '421 4.3.2 service not available, closing transmission channel', 'ECONN'),
  );
  const queue = openQueue(queueFile(process.env));

  subscribe(queue, { topic: PAID, subscriber: 'email' }, log, async ({ body, delivery }) => {
    await operations.misbehave();
    const order = body as PaidOrder;
    const mail = writeMail(order);
    await send(mail, delivery);
    mails.inc();
    log.info({ orderId: order.orderId, messageId: mail.messageId, to: mail.to }, 'mail sent');
  });
  return serviceOf(plainServer(log, operations, async () => undefined));
});
