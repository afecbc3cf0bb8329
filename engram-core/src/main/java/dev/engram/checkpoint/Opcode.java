package dev.engram.checkpoint;

import org.jspecify.annotations.Nullable;

/** The opcodes of pickle that are known here: those that are read, and those refused by name. */
enum Opcode {
  PROTO(0x80),
  FRAME(0x95),
  STOP('.'),
  MARK('('),
  GLOBAL('c'),
  STACK_GLOBAL(0x93),
  REDUCE('R'),
  BUILD('b'),
  BINPERSID('Q'),
  BINPUT('q'),
  LONG_BINPUT('r'),
  MEMOIZE(0x94),
  BINGET('h'),
  LONG_BINGET('j'),
  NONE('N'),
  NEWTRUE(0x88),
  NEWFALSE(0x89),
  BININT('J'),
  BININT1('K'),
  BININT2('M'),
  LONG1(0x8a),
  BINFLOAT('G'),
  SHORT_BINUNICODE(0x8c),
  BINUNICODE('X'),
  BINUNICODE8(0x8d),
  EMPTY_TUPLE(')'),
  TUPLE('t'),
  TUPLE1(0x85),
  TUPLE2(0x86),
  TUPLE3(0x87),
  EMPTY_LIST(']'),
  APPEND('a'),
  APPENDS('e'),
  EMPTY_DICT('}'),
  SETITEM('s'),
  SETITEMS('u'),

  // below: refused
  INST('i'),
  OBJ('o'),
  NEWOBJ(0x81),
  NEWOBJ_EX(0x92),
  EXT1(0x82),
  EXT2(0x83),
  EXT4(0x84),
  PERSID('P'),
  POP('0'),
  POP_MARK('1'),
  DUP('2'),
  PUT('p'),
  GET('g'),
  INT('I'),
  LONG('L'),
  LONG4(0x8b),
  FLOAT('F'),
  STRING('S'),
  BINSTRING('T'),
  SHORT_BINSTRING('U'),
  UNICODE('V'),
  BINBYTES('B'),
  SHORT_BINBYTES('C'),
  BINBYTES8(0x8e),
  BYTEARRAY8(0x96),
  NEXT_BUFFER(0x97),
  READONLY_BUFFER(0x98),
  LIST('l'),
  DICT('d'),
  EMPTY_SET(0x8f),
  ADDITEMS(0x90),
  FROZENSET(0x91);

  private static final @Nullable Opcode[] BY_CODE = new @Nullable Opcode[256];

  static {
    for (Opcode opcode : values()) {
      BY_CODE[opcode.code] = opcode;
    }
  }

  private final int code;

  Opcode(int code) {
    this.code = code;
  }

  /** The byte in the stream, 0 to 255. */
  int code() {
    return code;
  }

  /** The opcode of that byte (0 to 255), or null if pickle has none. */
  static @Nullable Opcode of(int code) {
    return BY_CODE[code];
  }
}
