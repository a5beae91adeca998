import * as added from '@daylight/api/added-specification.ts';
import * as api from '@daylight/api/qualification.ts';
import * as open from '@daylight/api/qualification-public.ts';
import { type Route, serve, servePublic } from '../../route.ts';
import {
  changeQualification,
  declareQualification,
  endQualification,
  restrictQualification,
} from './commands.ts';
import {
  checkQualificationChange,
  confirmQualificationChange,
  withdrawQualificationChange,
} from './decide.ts';
import {
  readStanding,
  searchEnterprises,
  searchPublicEnterprises,
  showPublicEnterprise,
} from './enterprises.ts';
import { listKinds, listQualificationChanges, listQualifications, readQualification } from './queries.ts';
import { addSpecification, listMissingSpecifications } from './specification.ts';
import {
  checkAddedSpecification,
  confirmAddedSpecification,
  listAddedSpecifications,
  withdrawAddedSpecification,
} from './specification-decide.ts';

export const qualificationRoutes: readonly Route[] = [
  serve(api.listKinds, listKinds),
  serve(api.listQualifications, listQualifications),
  serve(api.readQualification, readQualification),
  serve(api.declareQualification, declareQualification),
  serve(api.changeQualification, changeQualification),
  serve(api.endQualification, endQualification),
  serve(api.restrictQualification, restrictQualification),
  serve(api.listQualificationChanges, listQualificationChanges),
  serve(api.checkQualificationChange, checkQualificationChange),
  serve(api.confirmQualificationChange, confirmQualificationChange),
  serve(api.withdrawQualificationChange, withdrawQualificationChange),
  serve(api.searchEnterprises, searchEnterprises),
  serve(api.readStanding, readStanding),
  servePublic(open.searchPublicEnterprises, searchPublicEnterprises),
  servePublic(open.showPublicEnterprise, showPublicEnterprise),
  serve(added.listMissingSpecifications, listMissingSpecifications),
  serve(added.addSpecification, addSpecification),
  serve(added.listAddedSpecifications, listAddedSpecifications),
  serve(added.checkAddedSpecification, checkAddedSpecification),
  serve(added.confirmAddedSpecification, confirmAddedSpecification),
  serve(added.withdrawAddedSpecification, withdrawAddedSpecification),
];
