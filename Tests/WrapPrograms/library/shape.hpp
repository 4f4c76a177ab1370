#pragma once

// Classes that count themselves, by a base and by a virtual one, with everything that Swift's importer needs help with.
namespace geo {

inline int alive = 0;
inline int aliveShapes() { return alive; }

class Counted {
 public:
  Counted() { ++alive; }
  virtual ~Counted() { --alive; }
  void grab() const { ++count; }
  bool drop() const {
    if (--count) return false;
    delete this;
    return true;
  }

 private:
  mutable int count = 1;
};

class Point : public Counted {
 public:
  static Point *make(int x) { return new Point(x); }
  int getX() const { return x; }
  explicit Point(int x) : x(x) {}

 private:
  int x;
};

class Shape : public virtual Counted {
 public:
  ~Shape() override {
    if (corner) corner->drop();
  }
  // A new object each time.
  virtual Point *createCenter() { return new Point(7); }
  // The shape's own.
  virtual Point *getCorner() { return corner; }
  // Keeps it.
  void setCorner(Point *point) {
    if (point) point->grab();
    if (corner) corner->drop();
    corner = point;
  }
  // Takes it over.
  void takeCorner(Point *point) {
    if (corner) corner->drop();
    corner = point;
  }

 private:
  Point *corner = nullptr;
};

extern "C" inline Shape *createShape() { return new Shape; }

}  // namespace geo
