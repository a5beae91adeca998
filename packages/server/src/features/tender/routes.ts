import * as member from '@daylight/api/tender-member.ts';
import * as oversight from '@daylight/api/tender-oversight.ts';
import * as notice from '@daylight/api/tender-notice.ts';
import * as packs from '@daylight/api/tender-pack.ts';
import * as plan from '@daylight/api/tender-plan.ts';
import * as open from '@daylight/api/tender-public.ts';
import * as renewals from '@daylight/api/tender-renewal.ts';
import { listRounds, readRound } from '@daylight/api/tender-round.ts';
import * as screenings from '@daylight/api/tender-screening.ts';
import { checkRoundPack, listRoundPacks, showRoundPack } from '@daylight/api/tender.ts';
import { type Route, serve, serveDownload, servePublic } from '../../route.ts';
import { amend, announce, cancel, publish } from './announce.ts';
import { answer as answerFiling, approve, file, submit } from './approval.ts';
import { beginProject } from './begin.ts';
import * as breachReport from './breach-report.ts';
import * as breachSteps from './breach-steps.ts';
import { course, courseAsWorkbook } from './course.ts';
import { save, saveItemsOf } from './draft.ts';
import { decide as decideJoining, join, joinings, members, refresh } from './members.ts';
import { choose as choosePack, packView } from './packs-of.ts';
import { draw, products, saveOne } from './products.ts';
import { listOpen, readOpen } from './public.ts';
import { packChecked, packShipped, packsShipped } from './queries.ts';
import { answer, ask, questions } from './questions.ts';
import { decide as decideRenewal, renewal } from './renewal.ts';
import { read } from './round-view.ts';
import { list } from './rounds.ts';
import { agree, begin, choose, drop } from './screening.ts';
import { places, screening, screenings as listScreenings, use } from './screening-queries.ts';
import { recordOne, undertakings } from './undertakings.ts';

export const tenderRoutes: readonly Route[] = [
  servePublic(listRoundPacks, packsShipped),
  servePublic(showRoundPack, packShipped),
  serve(checkRoundPack, packChecked),
  serve(screenings.beginScreening, begin),
  serve(screenings.listScreenings, listScreenings),
  serve(screenings.readScreening, screening),
  serve(screenings.listScreeningUse, use),
  serve(screenings.chooseItems, choose),
  serve(screenings.agreeToChoice, agree),
  serve(screenings.dropScreening, drop),
  serve(screenings.listPlaces, places),
  serve(listRounds, list),
  serve(readRound, read),
  serve(plan.beginRound, beginProject),
  serve(plan.savePlan, save),
  serve(plan.saveItems, saveItemsOf),
  serve(plan.drawProducts, draw),
  serve(plan.saveProduct, saveOne),
  serve(plan.listProducts, products),
  serve(plan.submitPlan, submit),
  serve(plan.approvePlan, approve),
  serve(plan.filePlan, file),
  serve(plan.answerFiling, answerFiling),
  serve(plan.cancelRound, cancel),
  serve(packs.readPackOf, packView),
  serve(packs.choosePack, choosePack),
  serve(notice.announceRound, announce),
  serve(notice.publishNotice, publish),
  serve(notice.amendRound, amend),
  serve(notice.askQuestion, ask),
  serve(notice.listQuestions, questions),
  serve(notice.answerQuestion, answer),
  serve(member.listMembers, members),
  serve(member.refreshMembers, refresh),
  serve(member.askToJoin, join),
  serve(member.listJoinings, joinings),
  serve(member.decideJoining, decideJoining),
  serve(renewals.readRenewal, renewal),
  serve(renewals.decideRenewal, decideRenewal),
  serve(oversight.readCourse, course),
  serveDownload(oversight.courseWorkbook, courseAsWorkbook),
  serve(oversight.listUndertakings, undertakings),
  serve(oversight.recordUndertaking, recordOne),
  servePublic(oversight.reportBreach, breachReport.reportOpenly),
  servePublic(oversight.listBreachKinds, breachReport.breachKinds),
  serve(oversight.reportBreachSigned, breachReport.reportSigned),
  serve(oversight.listBreaches, breachReport.breaches),
  serve(oversight.readBreach, breachReport.oneBreach),
  serve(oversight.askAboutBreach, breachSteps.askAbout),
  serve(oversight.answerBreach, breachSteps.answerAbout),
  serve(oversight.findBreach, breachSteps.find),
  serve(oversight.decideBreach, breachSteps.decide),
  servePublic(open.openRounds, listOpen),
  servePublic(open.openRound, readOpen),
];
