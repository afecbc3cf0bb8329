import {BASE, backAgain} from './api.js';
import {merge, project, set} from './store.js';
import {notice} from './notices.js';

const MAGIC = 0x4b534d45; // 'EMSK', little endian
let socket = null;
let delay = 500;
let viewTimer = 0;
let viewed = -1;

/**
 * Keeps the socket to the server. `onMask(frame, bytes, confidence)` gets masks as they are made. Calls `onState` after
 * each message with state.
 */
export function connect(onMask, onState) {
  const url = new URL(BASE + '/events', location.href);
  url.protocol = url.protocol.replace('http', 'ws');
  let first = true;
  socket = new WebSocket(url);
  socket.binaryType = 'arraybuffer';
  socket.onmessage = ({data}) => {
    if (typeof data !== 'string') {
      receiveMask(data, onMask);
      return;
    }
    const message = JSON.parse(data);
    if (message.type === 'state') {
      if (first && isOther(message.changes)) {
        location.reload();
        return;
      }
      merge(message.changes, message.revision);
      if (first) {
        first = false;
        delay = 500;
        viewed = -1;
        set({connection: 'open', loaded: true});
        backAgain();
      }
      onState();
    } else if (message.type === 'notice') {
      notice(message.text, message.level);
    }
  };
  socket.onclose = () => {
    set({connection: 'lost'});
    setTimeout(() => connect(onMask, onState), delay);
    delay = Math.min(delay * 2, 10000);
  };
}

/** Whether the server that came back has another video: nothing that is kept here belongs to it. */
const isOther = ({folder, frames}) =>
  Boolean(project.frames) && (folder !== project.folder || frames !== project.frames);

function receiveMask(buffer, onMask) {
  const header = new DataView(buffer);
  if (buffer.byteLength < 20 || header.getUint32(0, true) !== MAGIC) {
    return;
  }
  if (header.getUint32(8, true) === project.width && header.getUint32(12, true) === project.height) {
    onMask(header.getUint32(4, true), new Uint8Array(buffer, 20), header.getFloat32(16, true));
  }
}

/** Hints to the server which frame is looked at, at most ten times a second. */
export function hintView(frame) {
  if (viewTimer || frame === viewed) {
    return;
  }
  viewTimer = setTimeout(() => {
    viewTimer = 0;
    if (socket?.readyState === WebSocket.OPEN) {
      viewed = frame;
      socket.send(JSON.stringify({type: 'view', frame}));
    }
  }, 100);
}
