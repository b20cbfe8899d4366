/** Who is in the company, who wants in, and where people are signed in. */
import { askToJoin } from '../../../../server/domain/companies/index.ts';
import { createUser } from '../../../../server/domain/tenancy/index.ts';
import { goodPassword, signedIn } from '../../../support/people.ts';
import { password, type Tour } from './tour.ts';

export async function showPeople(tour: Tour): Promise<void> {
  await showJoining(tour);
  await showSessions(tour);
}

async function showJoining({ hub, recorder, owner, company, storeId }: Tour): Promise<void> {
  const at = { as: owner, params: { company: company.slug } };
  const { id: ben } = await createUser(hub.ctx, { username: 'ben@example.com', password: goodPassword });
  const asBen = await signedIn(hub.deps.db, 'ben@example.com', () => hub.clock.now);
  await askToJoin(asBen, { slug: company.slug, message: 'I keep the books.', address: '192.0.2.1' });
  const { items } = await recorder.call('listJoinRequests', at);
  const request = { ...at, params: { ...at.params, joinRequest: items[0].id } };
  await recorder.call('getJoinRequest', request);
  await recorder.call('changeJoinRequest', { ...request, body: { status: 'approved' } });
  const member = { ...at, params: { ...at.params, member: ben } };
  await recorder.call('changeMember', { ...member, body: { roles: [{ role: 'stock', store_id: storeId }] } });
  await recorder.call('getMember', member);
  await recorder.call('deleteMember', member);
  await recorder.call('listMembers', at);
  const { id: invitation } = await recorder.call('createInvitation', {
    ...at,
    body: { by: 'email', to: 'carla@example.com', roles: [{ role: 'manager', store_id: storeId }] },
  });
  await recorder.call('listInvitations', at);
  const invited = { ...at, params: { ...at.params, invitation } };
  await recorder.call('getInvitation', invited);
  await recorder.call('resendInvitation', invited);
  await recorder.call('deleteInvitation', invited);
}

async function showSessions({ recorder, owner }: Tour): Promise<void> {
  const signIn = () => recorder.call('signIn', { body: { username: 'anna@example.com', password } });
  const tablet = await signIn();
  const { sessions } = await recorder.call('listSessions', { as: owner });
  const other = sessions.find((each: { is_current: boolean }) => !each.is_current);
  const renewed = await recorder.call('refreshTokens', { body: { refresh: tablet.refresh } });
  await recorder.call('endSession', { as: owner, params: { id: other.id } });
  if (!renewed.access) throw new Error('no new token came');
  await recorder.call('signOut', { as: (await signIn()).access });
}
