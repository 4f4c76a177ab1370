// A body that nobody counts but its handles: no function of its own retains or releases it.
class Text {
  struct Body {
    int users = 1;
    char letters[16];
  };
  Body *body_;

 public:
  Text() : body_(new Body) {}
  Text(const Text &other) : body_(other.body_) { ++body_->users; }
  Text &operator=(const Text &other) {
    ++other.body_->users;
    if (--body_->users == 0) delete body_;
    body_ = other.body_;
    return *this;
  }
  ~Text() {
    if (--body_->users == 0) delete body_;
  }
  const char *letters() const { return body_->letters; }
};

// Goes up where a copy is made, and down, but ends nothing: a number of things.
class Row {
  struct Line {
    int cells = 0;
  };
  Line *line_;

 public:
  explicit Row(Line *line) : line_(line) {}
  Row(const Row &other) : line_(other.line_) { ++line_->cells; }
  ~Row() { --line_->cells; }
};

Text twice(const Text &text) {
  Text copy = text;
  copy = text;
  return copy;
}
