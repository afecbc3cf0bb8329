import {merge, project} from './store.js';
import {notice, withdraw} from './notices.js';

export const BASE = '/api/v1';

const GONE = 'The server does not answer. Is engram studio still running?';

/** The server answers again. */
export const backAgain = () => withdraw(GONE);

/** A refusal of the server, with its one line. */
export class Refused extends Error {
  constructor(line, status) {
    super(line);
    this.status = status;
  }
}

/** Sends a request and returns the response if the server accepted it. */
export async function request(method, path, {body, type, signal, cache, priority} = {}) {
  const init = {method, signal, cache, priority, headers: {}};
  if (body instanceof FormData) {
    init.body = body;
  } else if (type) {
    init.body = body;
    init.headers['Content-Type'] = type;
  } else if (method !== 'GET') {
    init.headers['Content-Type'] = 'application/json';
    init.body = body === undefined ? undefined : JSON.stringify(body);
  }
  let response;
  try {
    response = await fetch(BASE + path, init);
  } catch (failure) {
    if (failure.name === 'AbortError') {
      throw failure;
    }
    throw new Refused(GONE, 0);
  }
  if (!response.ok) {
    throw new Refused(await lineOf(response), response.status);
  }
  return response;
}

async function lineOf(response) {
  try {
    const {error} = await response.json();
    return error || `The server answered ${response.status}.`;
  } catch {
    return `The server answered ${response.status}.`;
  }
}

/** Sends a change. The reply's changes are taken only if no newer ones came over the socket meanwhile. */
export async function change(method, path, body, options) {
  const response = await request(method, path, {body, ...options});
  const text = await response.text();
  const reply = text ? JSON.parse(text) : {};
  if (reply.changes && reply.revision > project.revision) {
    merge(reply.changes, reply.revision);
  }
  return reply;
}

/** Runs a job of the user's and shows the server's line if it fails; returns undefined then. */
export async function attempt(job) {
  try {
    return await job();
  } catch (failure) {
    if (failure.name !== 'AbortError') {
      notice(failure.message, 'error');
    }
    return undefined;
  }
}

const tails = new Map();

/** Runs jobs of one frame one after the other, in the order they came. */
export function inOrder(frame, job) {
  const before = tails.get(frame) ?? Promise.resolve();
  const tail = before.then(job, job);
  tails.set(frame, tail);
  const clean = () => tails.get(frame) === tail && tails.delete(frame);
  tail.then(clean, clean);
  return tail;
}

/** Waits for all jobs that were begun: what undo has to do before it knows what the last step was. */
export const allDone = () => Promise.allSettled([...tails.values()]);
