import * as api from '@daylight/api/account.ts';
import * as own from '@daylight/api/account-own.ts';
import * as users from '@daylight/api/account-users.ts';
import { listSecurityEvents } from '@daylight/api/platform.ts';
import { type Route, serve, serveRaw } from '../../route.ts';
import { listDemoAccounts } from './demo-accounts.ts';
import { beginTotp, confirmTotp, removeTotp } from './factors.ts';
import { changePassword, endOtherSessions, endSession, readOwnAccount } from './own-account.ts';
import { confirmIdentity, signOut, switchPlatform, whoAmI } from './own-session.ts';
import { beginPasskey, confirmPasskey, removePasskey } from './passkeys.ts';
import { passkeyOptions, signInWithCode, signInWithPasskey } from './second-step.ts';
import { approveRequest, listRequests, refuseRequest } from './requests.ts';
import * as security from './security-queries.ts';
import { signIn } from './sign-in.ts';
import { listUsers, readUser } from './user-queries.ts';
import {
  addUser,
  changeUser,
  disableUser,
  enableUser,
  endUserSessions,
  issuePassword,
  requestReset,
} from './users.ts';

export const accountRoutes: Route[] = [
  serveRaw(api.whoAmI, whoAmI),
  serveRaw(api.signIn, signIn),
  serveRaw(api.signOut, signOut),
  serveRaw(api.listDemoAccounts, listDemoAccounts),
  serveRaw(api.switchPlatform, switchPlatform),
  serveRaw(api.confirmIdentity, confirmIdentity),
  serveRaw(api.signInWithCode, signInWithCode),
  serveRaw(api.passkeyOptions, passkeyOptions),
  serveRaw(api.signInWithPasskey, signInWithPasskey),
  serveRaw(own.readOwnAccount, readOwnAccount),
  serveRaw(own.changePassword, changePassword),
  serveRaw(own.beginTotp, beginTotp),
  serveRaw(own.confirmTotp, confirmTotp),
  serveRaw(own.removeTotp, removeTotp),
  serveRaw(own.beginPasskey, beginPasskey),
  serveRaw(own.confirmPasskey, confirmPasskey),
  serveRaw(own.removePasskey, removePasskey),
  serveRaw(own.endSession, endSession),
  serveRaw(own.endOtherSessions, endOtherSessions),
  serve(users.listUsers, listUsers),
  serve(users.readUser, readUser),
  serve(users.addUser, addUser),
  serve(users.changeUser, changeUser),
  serve(users.disableUser, disableUser),
  serve(users.enableUser, enableUser),
  serve(users.endUserSessions, endUserSessions),
  serve(users.issuePassword, issuePassword),
  serve(users.requestReset, requestReset),
  serve(users.listRequests, listRequests),
  serve(users.approveRequest, approveRequest),
  serve(users.refuseRequest, refuseRequest),
  serve(listSecurityEvents, security.listSecurityEvents),
];
