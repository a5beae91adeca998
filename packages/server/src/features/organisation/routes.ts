import * as api from '@daylight/api/organisation.ts';
import { type Route, serve, servePublic } from '../../route.ts';
import { issueFirstPassword, stepOrganisation } from './approval.ts';
import { changeContact, editOrganisation, enterOrganisation } from './commands.ts';
import { readOrganisation } from './detail.ts';
import { editGroup, enterGroup, listGroups } from './groups.ts';
import { listJurisdictions, listOrganisations } from './queries.ts';

export const organisationRoutes: readonly Route[] = [
  serve(api.listOrganisations, listOrganisations),
  serve(api.readOrganisation, readOrganisation),
  serve(api.enterOrganisation, enterOrganisation),
  serve(api.editOrganisation, editOrganisation),
  serve(api.changeContact, changeContact),
  serve(api.issueFirstPassword, issueFirstPassword),
  serve(api.stepOrganisation, stepOrganisation),
  servePublic(api.listJurisdictions, listJurisdictions),
  serve(api.listGroups, listGroups),
  serve(api.enterGroup, enterGroup),
  serve(api.editGroup, editGroup),
];
