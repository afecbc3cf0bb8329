package dev.engram.checkpoint;

import dev.engram.common.EngramException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the pickle of a state dict, and nothing else.
 *
 * <p>A pickle is a program for a small stack machine that may name any function of Python and call
 * it. This one knows a closed list of opcodes and of names, refuses all others by name, and calls
 * nothing. Time and memory grow with the pickle's length, whatever it says.
 */
final class PickleReader {
  private static final int NEWEST_PROTOCOL = 5;

  /** Python itself writes at most 1000 items between two marks. */
  private static final int MAX_STACK = 100_000;

  private static final int MAX_MARKS = 1000;
  private static final int MAX_MEMO = 1_000_000;

  static final String SAVE_AGAIN =
      "Save the weights alone, in Python: torch.save(network.state_dict(), path)";

  private final PickleBytes in;
  private final Place place;
  private final List<Pickled> stack = new ArrayList<>();
  private final List<Integer> marks = new ArrayList<>();
  private final Map<Long, Pickled> memo = new HashMap<>();

  private PickleReader(byte[] pickle, Place place) {
    this.in = new PickleBytes(pickle, place);
    this.place = place;
  }

  /**
   * The value that the pickle describes.
   *
   * @throws EngramException if it is damaged or asks for anything that is no part of a state dict
   */
  static Pickled read(byte[] pickle, Place place) {
    return new PickleReader(pickle, place).run();
  }

  private Pickled run() {
    while (true) {
      int code = in.u1();
      Opcode opcode = Opcode.of(code);
      if (opcode == null) {
        throw in.broken("0x" + Integer.toHexString(code) + " is no pickle opcode");
      }
      if (opcode == Opcode.STOP) {
        Pickled result = pop();
        if (!stack.isEmpty() || !marks.isEmpty()) {
          throw in.broken("it ends in the middle of a value");
        }
        return result;
      }
      step(opcode);
      if (stack.size() > MAX_STACK || marks.size() > MAX_MARKS || memo.size() > MAX_MEMO) {
        throw place.refuse("the pickle is nested beyond any state dict", SAVE_AGAIN);
      }
    }
  }

  private void step(Opcode opcode) {
    switch (opcode) {
      case PROTO -> protocol();
      case FRAME -> in.frame();
      case MARK -> marks.add(stack.size());
      case GLOBAL -> push(global(in.line(), in.line()));
      case STACK_GLOBAL -> stackGlobal();
      case REDUCE -> reduce();
      case BUILD -> build();
      case BINPERSID -> push(PickleObjects.storage(pop(), in));
      case BINPUT -> memo.put((long) in.u1(), top());
      case LONG_BINPUT -> memo.put(in.u4(), top());
      case MEMOIZE -> memo.put((long) memo.size(), top());
      case BINGET -> push(remembered(in.u1()));
      case LONG_BINGET -> push(remembered(in.u4()));
      case NONE -> push(Pickled.Other.NONE);
      case NEWTRUE, NEWFALSE -> push(Pickled.Other.BOOLEAN);
      case BININT -> push(new Pickled.Whole((int) in.u4()));
      case BININT1 -> push(new Pickled.Whole(in.u1()));
      case BININT2 -> push(new Pickled.Whole(in.u2()));
      case LONG1 -> push(new Pickled.Whole(in.longOf(in.u1())));
      case BINFLOAT -> {
        in.u8();
        push(Pickled.Other.FLOAT);
      }
      case SHORT_BINUNICODE -> push(new Pickled.Text(in.text(in.u1())));
      case BINUNICODE -> push(new Pickled.Text(in.text(in.u4())));
      case BINUNICODE8 -> push(new Pickled.Text(in.text(in.u8())));
      case EMPTY_TUPLE -> push(new Pickled.Tuple(List.of()));
      case TUPLE -> push(new Pickled.Tuple(popToMark()));
      case TUPLE1 -> push(tupleOf(1));
      case TUPLE2 -> push(tupleOf(2));
      case TUPLE3 -> push(tupleOf(3));
      case EMPTY_LIST -> push(Pickled.Other.LIST);
      case APPEND -> append(List.of(pop()));
      case APPENDS -> append(popToMark());
      case EMPTY_DICT -> push(new Pickled.Dict());
      case SETITEM -> {
        Pickled value = pop();
        Pickled key = pop();
        setItems(List.of(key, value));
      }
      case SETITEMS -> setItems(popToMark());
      case INST -> {
        // the name is worth more to a reader than the opcode
        Pickled.Global named = global(in.line(), in.line());
        throw refuse("makes an object of " + named.global());
      }
      default ->
          throw refuse(
              "uses the opcode "
                  + opcode
                  + " (0x"
                  + Integer.toHexString(opcode.code())
                  + "), which is not part of a state dict");
    }
  }

  private void protocol() {
    int protocol = in.u1();
    if (protocol > NEWEST_PROTOCOL) {
      throw refuse("is written in pickle protocol " + protocol + ", newer than any known here");
    }
  }

  private Pickled.Global global(String module, String name) {
    PickleGlobal global = PickleGlobal.of(module, name);
    if (global == null) {
      String full = Place.quoted(module + "." + name);
      throw refuse("asks for " + full + ", which is not part of a state dict");
    }
    return new Pickled.Global(global);
  }

  private void stackGlobal() {
    Pickled name = pop();
    Pickled module = pop();
    if (name instanceof Pickled.Text n && module instanceof Pickled.Text m) {
      push(global(m.value(), n.value()));
    } else {
      throw in.broken("a global's name is no text");
    }
  }

  private void reduce() {
    Pickled arguments = pop();
    Pickled callable = pop();
    if (callable instanceof Pickled.Global g && arguments instanceof Pickled.Tuple t) {
      push(PickleObjects.build(g.global(), t.items(), in));
    } else {
      throw in.broken("it calls what is no function");
    }
  }

  /** Python's OrderedDict carries torch's {@code _metadata} (version numbers) as an attribute. */
  private void build() {
    Pickled state = pop();
    if (!(state instanceof Pickled.Dict) || !(top() instanceof Pickled.Dict)) {
      throw refuse(
          "sets the state of something that is no dict, which is not part of a state dict");
    }
  }

  private void append(List<Pickled> items) {
    if (top() != Pickled.Other.LIST) {
      throw in.broken(items.size() + " items are appended to what is no list");
    }
  }

  private void setItems(List<Pickled> items) {
    if (!(top() instanceof Pickled.Dict dict) || items.size() % 2 != 0) {
      throw in.broken("items are put into what is no dict");
    }
    for (int i = 0; i < items.size(); i += 2) {
      Pickled key = items.get(i);
      if (!(key instanceof Pickled.Text || key instanceof Pickled.Whole)) {
        throw refuse("has a dict key that is neither text nor a whole number");
      }
      if (dict.entries().putIfAbsent(key, items.get(i + 1)) != null) {
        String name = key instanceof Pickled.Text t ? Place.quoted(t.value()) : key.toString();
        throw refuse("names " + name + " twice in one dict");
      }
    }
  }

  private Pickled remembered(long index) {
    Pickled value = memo.get(index);
    if (value == null) {
      throw in.broken("memo " + index + " is read before it is written");
    }
    return value;
  }

  private void push(Pickled value) {
    stack.add(value);
  }

  private Pickled top() {
    requireAboveMark(1);
    return stack.get(stack.size() - 1);
  }

  private Pickled pop() {
    requireAboveMark(1);
    return stack.remove(stack.size() - 1);
  }

  private Pickled.Tuple tupleOf(int count) {
    requireAboveMark(count);
    return new Pickled.Tuple(popFrom(stack.size() - count));
  }

  private List<Pickled> popToMark() {
    if (marks.isEmpty()) {
      throw in.broken("a mark is missing");
    }
    return popFrom(marks.remove(marks.size() - 1));
  }

  private List<Pickled> popFrom(int start) {
    List<Pickled> tail = stack.subList(start, stack.size());
    List<Pickled> items = List.copyOf(tail);
    tail.clear();
    return items;
  }

  private void requireAboveMark(int count) {
    int floor = marks.isEmpty() ? 0 : marks.get(marks.size() - 1);
    if (stack.size() - floor < count) {
      throw in.broken("its stack is empty where a value is needed");
    }
  }

  private EngramException refuse(String what) {
    return place.refuse(what, SAVE_AGAIN);
  }
}
