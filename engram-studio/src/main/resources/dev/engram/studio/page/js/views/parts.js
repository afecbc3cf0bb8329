import {html, nothing} from '/webjars/lit-html/lit-html.js';
import {commandOf, give, possible} from '../commands/table.js';
import {showKeys} from '../commands/keys.js';
import {icon} from './icons.js';

export {icon};

const ARIA = {ctrl: 'Control', shift: 'Shift', space: 'Space'};

const aria = (command) =>
  command.keys
    .map((key) => key.split(/(?<=.)\+/).map((part) => ARIA[part] ?? part).join('+'))
    .join(' ');

/** What the tooltip of a command says. */
export function tip(command) {
  const about = command.about ? ` – ${command.about}` : '';
  return `${command.title} (${showKeys(command)})${about}`;
}

/**
 * A button for a command of the table.
 * @param options {text: shown beside the icon, icon, pressed, kind: extra classes, title, label}
 */
export function commandButton(id, options = {}) {
  const command = commandOf(id);
  const {text, pressed, kind = ''} = options;
  const name = options.icon === undefined ? command.icon : options.icon;
  const label = options.label ?? command.title;
  return html`<button type="button" class="button ${kind}" data-test=${id} title=${options.title ?? tip(command)}
      aria-label=${text && text === label ? nothing : label} aria-keyshortcuts=${aria(command)}
      aria-pressed=${pressed === undefined ? nothing : pressed} ?disabled=${!possible(command)}
      @click=${() => give(id)}>${name ? icon(name) : nothing}${text ? html`<span>${text}</span>` : nothing}</button>`;
}

/** A plain button that is not in the table of commands. */
export function button({test, title, name, text, run, kind = '', disabled = false, pressed}) {
  return html`<button type="button" class="button ${kind}" data-test=${test} title=${title} aria-label=${text === title ? nothing : title}
      aria-pressed=${pressed === undefined ? nothing : pressed} ?disabled=${disabled}
      @click=${run}>${name ? icon(name) : nothing}${text ? html`<span>${text}</span>` : nothing}</button>`;
}

/** A labelled slider with its value in words. */
export function slider({test, title, value, min, max, step, shown, change, about}) {
  return html`<label class="slider" title=${about ?? nothing}>
    <span class="slider-title">${title}</span>
    <input type="range" data-test=${test} min=${min} max=${max} step=${step} .value=${String(value)}
      aria-valuetext=${shown} @input=${(event) => change(Number(event.target.value))}>
    <output>${shown}</output>
  </label>`;
}

/** How much of something is used, with a bar where there is a most. */
export function gauge({title, value, most, text, test}) {
  const share = most ? Math.min(1, value / most) : 0;
  return html`<div class="gauge" data-test=${test}>
    <div class="gauge-head"><span>${title}</span><span class="muted">${text}</span></div>
    ${most ? html`<div class="gauge-track" role="meter" aria-label=${title} aria-valuemin="0" aria-valuemax=${most}
      aria-valuenow=${value} aria-valuetext=${text}><div class="gauge-fill" .style=${`--share:${share}`}></div></div>` : nothing}
  </div>`;
}

export function progress({title, done, total, test}) {
  return html`<progress class="progress" data-test=${test} aria-label=${title} max=${total || 1} .value=${done ?? 0}></progress>`;
}

export const empty = (name, title, text, action = nothing) =>
  html`<div class="empty">${icon(name, 'large')}<p class="empty-title">${title}</p><p class="muted">${text}</p>${action}</div>`;
