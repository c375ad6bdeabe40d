import {
  addDays,
  HOUR_MS,
  localDate,
  MINUTE_MS,
  SECOND_MS,
  startOfLocalDate,
} from '../base/time.ts';
import { contentHash } from '../heartbeats/content-hash.ts';
import type { Heartbeat } from '../heartbeats/heartbeat.ts';
import type { DemoFile, DemoPerson, DemoProject, DemoSetup } from './people.ts';
import { between, pick, type Random } from './random.ts';

/** Days of work before today. */
export const DEMO_DAYS = 365;
/** Days ago without a day off, so that there are streaks to show: the current and the longest. */
const STREAKS = [
  { first: 12, last: 0 },
  { first: 221, last: 196 },
];
/** What the person has been doing just before now. */
const CURRENT_SESSION_MINUTES = 95;

const MINUTE = MINUTE_MS / SECOND_MS;
const HOUR = HOUR_MS / SECOND_MS;
/** Of the heartbeats in a row that are about one file. */
const FILE_CHANGE_CHANCE = 0.13;
const PROJECT_CHANGE_CHANCE = 0.012;
const WRITE_CHANCE = 0.35;
const WEEKEND_CHANCE = 0.3;
const SICK_CHANCE = 0.03;
const EVENING_CHANCE = 0.25;
/** AI assistants take over from this share of the time to that one, through the year. */
const AI_SHARE = { first: 0.04, last: 0.34 };

const CATEGORIES = [
  { name: 'coding', weight: 16 },
  { name: 'debugging', weight: 3 },
  { name: 'code reviewing', weight: 2 },
  { name: 'building', weight: 1 },
];
const MODELS = [{ name: 'claude-sonnet-4', weight: 3 }, { name: 'gpt-5' }];

/** Days of the year (`MM-DD`, inclusive) on which nobody works. */
const HOLIDAYS: readonly [string, string][] = [
  ['01-01', '01-02'],
  ['05-01', '05-01'],
  ['08-03', '08-14'],
  ['12-23', '12-31'],
];

interface Stretch {
  /** Epoch seconds. */
  start: number;
  end: number;
  isFree: boolean;
}

/** Where somebody is in the work: what stays the same from one heartbeat to the next. */
interface Place {
  project: DemoProject;
  branch: string;
  file: DemoFile;
  setup: DemoSetup;
  isAi: boolean;
  category: string;
}

const isHoliday = (date: string): boolean =>
  HOLIDAYS.some(([first, last]) => date.slice(5) >= first && date.slice(5) <= last);

const isWeekend = (date: string): boolean => Temporal.PlainDate.from(date).dayOfWeek > 5;

function listStretches(person: DemoPerson, date: string, isKept: boolean, random: Random) {
  const midnight = startOfLocalDate(date, person.timezone);
  const stretch = (from: number, hours: number, isFree: boolean): Stretch => ({
    start: midnight + from * HOUR,
    end: midnight + (from + hours) * HOUR,
    isFree,
  });
  if (isHoliday(date) && !isKept) return [];
  if (isWeekend(date)) {
    if (!isKept && random() > WEEKEND_CHANCE) return [];
    return [stretch(between(random, 10, 16), between(random, 0.7, 3.2), true)];
  }
  if (!isKept && random() < SICK_CHANCE) return [];
  const hours = person.hoursADay * between(random, 0.65, 1.25);
  const morning = between(random, 8.2, 9.4);
  const day = [
    stretch(morning, hours * 0.45, false),
    stretch(between(random, 13.1, 13.8), hours * 0.55, false),
  ];
  if (random() < EVENING_CHANCE) day.push(stretch(20.5, between(random, 0.5, 1.8), true));
  return day;
}

function choosePlace(person: DemoPerson, isFree: boolean, year: number, random: Random): Place {
  const open = person.projects.filter(
    ({ from = 0, until = 1, isHobby = false }) =>
      year >= from && year <= until && isHobby === isFree,
  );
  const project = pick(random, open.length > 0 ? open : person.projects);
  const isAi = random() < AI_SHARE.first + (AI_SHARE.last - AI_SHARE.first) * year;
  return {
    project,
    branch: pick(random, project.branches).name,
    file: pick(random, project.files),
    setup: pick(random, person.setups),
    isAi,
    category: isAi ? 'ai coding' : pick(random, CATEGORIES).name,
  };
}

/** The place a heartbeat later: usually the same, sometimes another file, seldom another project. */
function move(
  place: Place,
  person: DemoPerson,
  isFree: boolean,
  year: number,
  random: Random,
): Place {
  if (random() < PROJECT_CHANGE_CHANCE) {
    return { ...choosePlace(person, isFree, year, random), setup: place.setup };
  }
  if (random() >= FILE_CHANGE_CHANCE) return place;
  const { isAi, category } = choosePlace(person, isFree, year, random);
  return { ...place, file: pick(random, place.project.files), isAi, category };
}

function linesOf({ isAi }: Place, random: Random): Record<string, unknown> {
  const lines = Math.floor(between(random, 1, isAi ? 60 : 14));
  const removed = Math.floor(lines * random() * 0.6);
  return {
    line_additions: lines,
    line_deletions: removed,
    ai_line_changes: isAi ? lines + removed : 0,
    human_line_changes: isAi ? 0 : lines + removed,
    ...(isAi && { ai_model: pick(random, MODELS).name }),
  };
}

function toHeartbeat(time: number, place: Place, random: Random): Heartbeat {
  const { project, branch, file, setup, category } = place;
  const isWrite = random() < WRITE_CHANCE;
  const entity = `/home/code/${project.name}/${file.path}`;
  const { editor, os, machine } = setup;
  const { language } = file;
  return {
    time: Math.round(time * 1_000) / 1_000,
    project: project.name,
    file: entity,
    entityType: 'file',
    language,
    branch,
    commit: null,
    workspaceRoot: `/home/code/${project.name}`,
    packagePath: null,
    isWrite,
    editor,
    os,
    machine,
    category,
    claimedSeconds: null,
    extra: isWrite ? linesOf(place, random) : null,
    contentHash: contentHash({
      ...{ type: 'file', entity, category, project: project.name, branch, language },
      ...{ isWrite, claimedSeconds: null, editor, os, machine },
    }),
  };
}

function work(person: DemoPerson, stretch: Stretch, year: number, random: Random): Heartbeat[] {
  const heartbeats: Heartbeat[] = [];
  let place = choosePlace(person, stretch.isFree, year, random);
  for (let time = stretch.start; time < stretch.end; ) {
    heartbeats.push(toHeartbeat(time, place, random));
    place = move(place, person, stretch.isFree, year, random);
    time += person.everySeconds * between(random, 0.3, 1.7);
  }
  return heartbeats;
}

/**
 * A year of somebody's work up to now (Unix seconds), oldest first: days of work, weekends,
 * holidays, a streak that lasts, and a session that is going on. The same for the same numbers.
 */
export function listDemoWork(person: DemoPerson, nowSeconds: number, random: Random): Heartbeat[] {
  const today = localDate(nowSeconds * SECOND_MS, person.timezone);
  const current: Stretch = {
    start: nowSeconds - CURRENT_SESSION_MINUTES * MINUTE,
    end: nowSeconds,
    isFree: false,
  };
  const heartbeats: Heartbeat[] = [];
  for (let ago = DEMO_DAYS; ago >= 0; ago--) {
    const year = 1 - ago / DEMO_DAYS;
    const isKept = STREAKS.some(({ first, last }) => ago <= first && ago >= last);
    for (const stretch of listStretches(person, addDays(today, -ago), isKept, random)) {
      const end = Math.min(stretch.end, current.start);
      heartbeats.push(...work(person, { ...stretch, end }, year, random));
    }
  }
  return [...heartbeats, ...work(person, current, 1, random)];
}

/** What somebody goes on doing, one heartbeat a call. */
export function openLiveWork(
  person: DemoPerson,
  random: Random,
): (nowSeconds: number) => Heartbeat {
  let place = choosePlace(person, false, 1, random);
  return (nowSeconds) => {
    place = move(place, person, false, 1, random);
    return toHeartbeat(nowSeconds, place, random);
  };
}
