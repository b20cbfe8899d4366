/** Mail to people: queued in the transaction that causes it, sent by a job, kept for staff to look after. */
export { composeMail } from './compose.ts';
export { endMail } from './end-mail.ts';
export { eraseBefore, eraseOldMail } from './erase-mail.ts';
export { type Mail, queueMail } from './queue-mail.ts';
export { getMail, revealMailLink, sendMailAgain } from './read-mail.ts';
export { type DueMail, noteFailed, noteSent, takeMail } from './send-mail.ts';
