/** Mail to people: queued in the transaction that causes it, sent by a job. */
export { type Mail, queueMail } from './queue-mail.ts';
