import * as expert from '@daylight/api/panel-expert.ts';
import * as member from '@daylight/api/panel-member.ts';
import * as panel from '@daylight/api/panel.ts';
import { type Route, serve, servePublic } from '../../route.ts';
import { expertAccounts, expertList, expertOne, ownExpert } from './expert-queries.ts';
import { approveOne, changeOne, declareOne, declareOwn, endOne, enterOne, pauseOne } from './experts.ts';
import { freezeOne, previewOne, redrawOne } from './freeze.ts';
import { assignmentOne, assignments } from './member-queries.ts';
import { answerOne, saveDraft, signOne, submitOne } from './members.ts';
import { publicDraw, publicDraws } from './public.ts';
import { resultOne, reviewList, reviewOne } from './review-queries.ts';

export const panelRoutes: readonly Route[] = [
  serve(expert.listExperts, expertList),
  serve(expert.readExpert, expertOne),
  serve(expert.listExpertAccounts, expertAccounts),
  serve(expert.enterExpert, enterOne),
  serve(expert.changeExpert, changeOne),
  serve(expert.approveExpert, approveOne),
  serve(expert.pauseExpert, pauseOne),
  serve(expert.declareInterest, declareOne),
  serve(expert.endInterest, endOne),
  serve(expert.readOwnExpert, ownExpert),
  serve(expert.declareOwnInterest, declareOwn),
  serve(panel.listReviews, reviewList),
  serve(panel.readReview, reviewOne),
  serve(panel.previewPool, previewOne),
  serve(panel.freezePool, freezeOne),
  serve(panel.redrawPanel, redrawOne),
  serve(panel.readReviewResult, resultOne),
  servePublic(panel.listDraws, publicDraws),
  servePublic(panel.showDraw, publicDraw),
  serve(member.listAssignments, assignments),
  serve(member.readAssignment, assignmentOne),
  serve(member.answerInvitation, answerOne),
  serve(member.saveScoreDraft, saveDraft),
  serve(member.submitScore, submitOne),
  serve(member.signMinutes, signOne),
];
