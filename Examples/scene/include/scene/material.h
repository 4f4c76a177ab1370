#pragma once

#include "scene/counted.h"

namespace scene {

class Texture : public Counted {
 public:
  explicit Texture(int size) : size_(size) {}
  int size() const { return size_; }

 private:
  int size_;
};

class Material : public Counted {
 public:
  /// Takes over the caller's hold on the texture.
  explicit Material(Texture *texture) : texture_(texture) {}

  Texture *texture() const { return texture_; }
  void setTexture(Texture *texture);
  Texture *copyTexture() const;

 protected:
  ~Material() override;

 private:
  Texture *texture_;
};

Texture *LoadTexture(const char *path);
Material *MakeMaterial(const char *path, int smallest);

}  // namespace scene
