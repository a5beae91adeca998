import * as api from '@daylight/api/portal.ts';
import { type Route, serve, servePublic } from '../../route.ts';
import { enter, publish, withdraw } from './commands.ts';
import { publicListings } from './listings.ts';
import { ownNotices, publicNotice, publicNotices } from './notices.ts';
import { publicAgreedPrices, publicListing } from './prices.ts';

export const portalRoutes: readonly Route[] = [
  servePublic(api.searchPublicListings, publicListings),
  servePublic(api.showPublicListing, publicListing),
  servePublic(api.listPublicAgreedPrices, publicAgreedPrices),
  servePublic(api.listPublicNotices, publicNotices),
  servePublic(api.showPublicNotice, publicNotice),
  serve(api.listOwnNotices, ownNotices),
  serve(api.enterNotice, enter),
  serve(api.publishNotice, publish),
  serve(api.withdrawNotice, withdraw),
];
