import {beginStroke} from './brush.js';
import {beginBox, beginClick, beginScribble, drawSession} from './prompts.js';
import {beginCorner, beginFill, drawPolygon} from './shapes.js';

/**
 * The tools by what they do with the pointer. `begin(point, {negative, reach})` gives a gesture {move, end, cancel,
 * draw} or null; `drag` says that it lasts until the button lifts; `size` names the preference of its diameter.
 */
export const TOOLS = {
  pan: {title: 'Pan', icon: 'arrows-move', key: 'v', help: 'Drag to move the picture.', begin: () => null},
  click: {
    title: 'Click', icon: 'hand-index', key: 'c', begin: beginClick, draw: drawSession, prompts: true,
    help: 'Click what belongs to the object. Right button or Shift: what does not.',
  },
  box: {
    title: 'Box', icon: 'bounding-box', key: 'r', begin: beginBox, draw: drawSession, drag: true, prompts: true,
    help: 'Drag a box around the object.',
  },
  scribble: {
    title: 'Scribble', icon: 'pencil', key: 's', begin: beginScribble, draw: drawSession, drag: true, size: 'scribble',
    prompts: true, help: 'Scribble over the object. Right button or Shift: over what is not it.',
  },
  brush: {
    title: 'Brush', icon: 'brush', key: 'b', begin: beginStroke(false), drag: true, size: 'brush',
    help: 'Paint the mask. Right button or Shift erases.',
  },
  eraser: {
    title: 'Eraser', icon: 'eraser', key: 'e', begin: beginStroke(true), drag: true, size: 'brush',
    help: "Take away the object's pixels.",
  },
  polygon: {
    title: 'Polygon', icon: 'heptagon', key: 'p', begin: beginCorner, draw: drawPolygon,
    help: 'Click corners; Enter, a double click or the first corner closes. Shift at the first corner cuts out.',
  },
  fill: {
    title: 'Fill', icon: 'paint-bucket', key: 'f', begin: beginFill,
    help: 'Click a region to give it to the object. Right button or Shift empties it.',
  },
};
