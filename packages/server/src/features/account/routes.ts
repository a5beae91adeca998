import * as api from '@daylight/api/account.ts';
import { type Route, serveRaw } from '../../route.ts';
import { listDemoAccounts } from './demo-accounts.ts';
import { confirmIdentity, signOut, switchPlatform, whoAmI } from './own-session.ts';
import { signIn } from './sign-in.ts';

export const accountRoutes: Route[] = [
  serveRaw(api.whoAmI, whoAmI),
  serveRaw(api.signIn, signIn),
  serveRaw(api.signOut, signOut),
  serveRaw(api.listDemoAccounts, listDemoAccounts),
  serveRaw(api.switchPlatform, switchPlatform),
  serveRaw(api.confirmIdentity, confirmIdentity),
];
