import {html} from '/webjars/lit-html/lit-html.js';
import {repeat} from '/webjars/lit-html/directives/repeat.js';
import {local} from '../state/store.js';
import {dismiss} from '../state/notices.js';
import {icon} from './parts.js';

export const keys = ['notices'];

const ICONS = {info: 'info-circle', warning: 'exclamation-triangle', error: 'x-circle'};

const list = (level) => repeat(local.notices.filter((one) => (one.level === 'error') === level), ({id}) => id, ({id, text, level}) => html`
  <div class="notice ${level}">${icon(ICONS[level] ?? ICONS.info)}<span>${text}</span>
    <button type="button" class="button small quiet" aria-label="Put away" title="Put away" data-test="notice-close" @click=${() => dismiss(id)}>${icon('x-lg')}</button></div>`);

export const notices = () => html`<div role="status" aria-live="polite">${list(false)}</div><div role="alert">${list(true)}</div>`;
